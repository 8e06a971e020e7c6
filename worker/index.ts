import { app } from './app.ts'

export { ConnectorObject } from './connector/object.ts'
export { ConversationObject } from './conversation/object.ts'
export { CustomerObject } from './customer/object.ts'
export { DeskObject } from './desk/object.ts'
export { KnowledgeObject } from './knowledge/object.ts'
export { QueueObject } from './queue/object.ts'
export { RegisterObject } from './register/object.ts'
export { SeatObject } from './seat/object.ts'
export { TicketObject } from './ticket/object.ts'
export { UnderstandingObject } from './understanding/object.ts'

export default app
