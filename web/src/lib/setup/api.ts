import type { ConversationId, SeatId } from '$shared/base/ids.ts'
import { v } from '$shared/base/schema.ts'
import { Policy, type PolicyChange } from '$shared/desk/policy.ts'
import { ConnectorState, NewSecret, type OrderRow, type SetRoute, Tested } from '$shared/protocol/connector.ts'
import {
  ColleagueList,
  type DeskChange,
  DeskInfo,
  Invitation,
  Invited,
  Me,
  type NewStaff,
  ParkingList,
  type SettleParking,
  type SetupBody,
  type SignInBody,
  type StaffChange,
  StaffList,
  StaffMember,
} from '$shared/protocol/http.ts'
import { DryRunAnswer, Recent, TestAnswer } from '$shared/protocol/triage.ts'
import {
  CorrectionList,
  type HubModel,
  type JudgeCorrections,
  type OwnIntent,
  OwnIntentList,
  UnderstandingInfo,
} from '$shared/protocol/understanding.ts'
import type { Ruleset } from '$shared/triage/rules.ts'
import { ask } from '../http/ask.ts'

export const getUnderstanding = () => ask(UnderstandingInfo, 'GET', '/api/understanding')
export const getCorrections = () => ask(CorrectionList, 'GET', '/api/understanding/corrections')
/** All that is learned from, however many. */
export const getAccepted = () => ask(CorrectionList, 'GET', '/api/understanding/corrections?state=accepted')
export const judgeCorrections = (body: JudgeCorrections) => ask(v.null(), 'POST', '/api/understanding/corrections', body)
export const getIntents = () => ask(OwnIntentList, 'GET', '/api/understanding/intents')
export const putIntent = (body: OwnIntent) => ask(OwnIntentList, 'PUT', '/api/understanding/intents', body)
export const dropIntent = (id: string) => ask(OwnIntentList, 'DELETE', `/api/understanding/intents/${id}`)
export const useHubModel = (body: HubModel) => ask(UnderstandingInfo, 'PUT', '/api/understanding/hub', body)
export const dropHubModel = () => ask(UnderstandingInfo, 'DELETE', '/api/understanding/hub')
export const useOwnBaseline = (weights: Blob) => ask(UnderstandingInfo, 'PUT', '/api/understanding/baseline', weights)
export const dropOwnBaseline = () => ask(UnderstandingInfo, 'DELETE', '/api/understanding/baseline')
export const getDesk = () => ask(DeskInfo, 'GET', '/api/desk')
export const setUp = (body: SetupBody) => ask(Me, 'POST', '/api/setup', body)
export const changeDesk = (body: DeskChange) => ask(DeskInfo, 'PATCH', '/api/desk', body)
export const getColleagues = () => ask(ColleagueList, 'GET', '/api/seat/colleagues')
export const getPolicy = () => ask(Policy, 'GET', '/api/policy')
export const changePolicy = (body: PolicyChange) => ask(Policy, 'PATCH', '/api/policy', body)
export const getRecent = () => ask(Recent, 'GET', '/api/triage/recent')
export const tryOn = (conversation: ConversationId) => ask(TestAnswer, 'POST', '/api/triage/test', { conversation })
export const dryRunOf = (rules: Ruleset, last: number) => ask(DryRunAnswer, 'POST', '/api/triage/dry-run', { rules, last })
export const signIn = (body: SignInBody) => ask(Me, 'POST', '/api/sign-in', body)
export const getMe = () => ask(Me, 'GET', '/api/me')
export const getStaff = () => ask(StaffList, 'GET', '/api/staff')
export const addStaff = (body: NewStaff) => ask(Invitation, 'POST', '/api/staff', body)
export const renewInvitation = (id: SeatId) => ask(Invitation, 'POST', `/api/staff/${id}/invitation`)
export const changeStaff = (id: SeatId, body: StaffChange) => ask(StaffMember, 'PATCH', `/api/staff/${id}`, body)
export const getParkings = () => ask(ParkingList, 'GET', '/api/parkings')
export const settleParking = (body: SettleParking) => ask(v.null(), 'POST', '/api/parkings', body)
export const lookAtInvitation = (invitation: string) => ask(Invited, 'POST', '/api/invitations/look', { invitation })
export const acceptInvitation = (invitation: string, password: string) =>
  ask(Me, 'POST', '/api/invitations/accept', { invitation, password })

export const getConnectors = () => ask(ConnectorState, 'GET', '/api/connectors')
export const setRoute = (body: SetRoute) => ask(ConnectorState, 'PUT', '/api/connectors/routes', body)
export const setAddress = (url: string) => ask(ConnectorState, 'PUT', '/api/connectors/http', { url })
export const renewSecret = () => ask(NewSecret, 'POST', '/api/connectors/secret')
export const tryConnector = () => ask(Tested, 'POST', '/api/connectors/test')
export const layOrders = (upload: string, rows: readonly OrderRow[]) => ask(v.null(), 'POST', '/api/connectors/table', { upload, rows })
export const commitOrders = (upload: string, rows: number) => ask(ConnectorState, 'POST', '/api/connectors/table/commit', { upload, rows })
export const dropOrders = () => ask(ConnectorState, 'DELETE', '/api/connectors/table')

/** Ends the sign-in of this browser at the edge. False without a network: the sign-in then still stands. */
export async function signOut(): Promise<boolean> {
  try {
    return (await fetch('/api/sign-out', { method: 'POST' })).ok
  } catch {
    return false
  }
}
