/** What is going on: somebody talks with the assistant, asks for a person, leaves a message, hands in a request. */
export const WISHES = ['talk', 'person', 'message', 'request'] as const
