"""Stage `quantise`: weights as 8-bit numbers in the file, 32-bit again once the graph is loaded.

A constant matrix becomes whole numbers with a scale for each output; the two are multiplied when a runtime folds its
constants. The table of tokens has a scale for each block of a row, for it is where most of the error comes from. What
flows between the matrices stays 32-bit: made 8-bit too (DynamicQuantizeLinear, MatMulInteger), a turn takes a quarter
less time in WebAssembly, but scores move twice as far, and with whatever else is in the batch. The operators are those
of ONNX's own set (https://onnx.ai/onnx/operators/), so that every runtime has them.
"""
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

LIMIT = 8_000_000
BLOCK = 16
TABLE = 1000


def eighths(weights, along):
    """Weights as whole numbers of -127 to 127, and the scale that each stretch `along` those dimensions shares."""
    scale = numpy.maximum(numpy.abs(weights).max(axis=along, keepdims=True) / 127.0, 1e-9).astype(numpy.float32)
    return numpy.clip(numpy.rint(weights / scale), -127, 127).astype(numpy.int8), scale


class Rewriter:
    """Goes through a graph's nodes and writes them anew."""

    def __init__(self, graph):
        self.constants = {part.name: part for part in graph.initializer}
        self.nodes, self.added, self.full = [], [], {}

    def table(self, name):
        """A constant matrix of 32-bit numbers by its name, or None."""
        held = self.constants.get(name)
        if held is None or len(held.dims) != 2 or held.data_type != TensorProto.FLOAT:
            return None
        return numpy_helper.to_array(held)

    def node(self, kind, inputs, output, **settings):
        self.nodes.append(helper.make_node(kind, inputs, [output], **settings))
        return output

    def keep(self, array, name):
        self.added.append(numpy_helper.from_array(array, name))
        return name

    def matrix(self, name, weights, inputs):
        """The name of a matrix put together from 8-bit numbers; `inputs` is the dimension that a product adds up."""
        if name not in self.full:
            whole, scale = eighths(weights, inputs)
            cast = self.node("Cast", [self.keep(whole, f"{name}.whole")], f"{name}.cast", to=TensorProto.FLOAT)
            self.full[name] = self.node("Mul", [cast, self.keep(scale, f"{name}.scale")], f"{name}.full")
        return self.full[name]

    def rows(self, node, name, weights):
        """Rows of a constant table, picked by numbers in two dimensions."""
        whole, scale = eighths(weights.reshape(len(weights), -1, BLOCK), 2)
        out, picked = node.output[0], node.input[1]
        whole = self.node("Gather", [self.keep(whole, f"{name}.whole"), picked], f"{out}.whole", axis=0)
        scale = self.node("Gather", [self.keep(scale, f"{name}.scale"), picked], f"{out}.scale", axis=0)
        cast = self.node("Cast", [whole], f"{out}.cast", to=TensorProto.FLOAT)
        blocks = self.node("Mul", [cast, scale], f"{out}.blocks")
        self.node("Reshape", [blocks, self.keep(numpy.array([0, 0, -1], numpy.int64), f"{out}.shape")], out)

    def rewrite(self, node):
        settings = {part.name: helper.get_attribute_value(part) for part in node.attribute}
        name = next((name for name in node.input if self.table(name) is not None), None)
        if name and node.op_type in ("MatMul", "Gemm") and name == node.input[1]:
            node.input[1] = self.matrix(name, self.table(name), 1 if settings.get("transB") else 0)
        if name and node.op_type == "Gather" and name == node.input[0] and len(self.table(name)) > TABLE:
            self.rows(node, name, self.table(name))
        else:
            self.nodes.append(node)


def convert(source, target):
    """Rewrites a graph file. Gives the size of the result in bytes."""
    model = onnx.load(str(source))
    graph = model.graph
    rewriter = Rewriter(graph)
    for node in graph.node:
        rewriter.rewrite(node)
    used = {name for node in rewriter.nodes for name in node.input}
    kept = [part for part in graph.initializer if part.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(rewriter.nodes)
    graph.initializer.extend(kept + rewriter.added)
    model.producer_name, model.producer_version = "evenkeel", ""
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
    return target.stat().st_size


def quantise(options):
    target = options.target / "onnx" / "model_quantized.onnx"
    size = convert(options.work / "model.onnx", target)
    print(f"quantise: {target.name}, {size / 1e6:.2f} MB", flush=True)
    if size > LIMIT:
        raise SystemExit(f"{size} bytes are more than the {LIMIT} that a device should have to load")
