// Trains the text encoder once, tiny, and holds what comes out to the library that reads it: seconds. The training needs
// Python with PyTorch; on Debian as root it installs the distribution's own.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const WORK = join(ROOT, 'models/train/.work')
const WANTED = 'import torch, onnx, numpy'

const has = (python) => {
  try {
    execFileSync(python, ['-c', WANTED], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A Python that can train, installed if need be; throws with what to do where it cannot be. */
function findPython() {
  const places = [process.env.PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean)
  const found = places.find(has)
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing PyTorch and ONNX for Python from Debian (once)…')
    execFileSync('apt-get', ['update'], { stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'python3-torch', 'python3-onnx', 'python3-numpy'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (has('/usr/bin/python3')) return '/usr/bin/python3'
  }
  throw new Error('Training needs Python 3.11 with torch, onnx and numpy: install them, or set PYTHON to one that has them.')
}

const run = (command, ...args) => execFileSync(command, args, { cwd: ROOT, stdio: 'inherit' })
const python = findPython()
const begun = performance.now()
run(process.execPath, 'models/train/prepare.ts', WORK)
run(python, 'models/train/train.py', 'all', '--smoke')
run(process.execPath, 'models/train/compare.mjs', join(WORK, 'smoke/encoder'), join(WORK, 'smoke/samples.json'))
console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s`)
