import type { ConnectorObject } from './connector/object.ts'
import type { ConversationObject } from './conversation/object.ts'
import type { CustomerObject } from './customer/object.ts'
import type { DeskObject } from './desk/object.ts'
import type { KnowledgeObject } from './knowledge/object.ts'
import type { QueueObject } from './queue/object.ts'
import type { RegisterObject } from './register/object.ts'
import type { SeatObject } from './seat/object.ts'
import type { TicketObject } from './ticket/object.ts'
import type { UnderstandingObject } from './understanding/object.ts'

/** The bindings of wrangler.toml. */
export interface Env {
  ASSETS: Fetcher
  CONVERSATION: DurableObjectNamespace<ConversationObject>
  QUEUE: DurableObjectNamespace<QueueObject>
  SEAT: DurableObjectNamespace<SeatObject>
  TICKET: DurableObjectNamespace<TicketObject>
  CUSTOMER: DurableObjectNamespace<CustomerObject>
  DESK: DurableObjectNamespace<DeskObject>
  KNOWLEDGE: DurableObjectNamespace<KnowledgeObject>
  CONNECTOR: DurableObjectNamespace<ConnectorObject>
  REGISTER: DurableObjectNamespace<RegisterObject>
  UNDERSTANDING: DurableObjectNamespace<UnderstandingObject>
  /** The first-run code. Where it is not set, the desk makes one and writes it to the log. */
  SETUP_CODE?: string
  /** `1` where the business's own system may run on this very machine, without encryption. */
  CONNECTOR_LOCAL?: string
}

/** The name of the objects of which there is one. */
export const THE_ONE = 'the'
