export {
  type DeliveryTroublePayload,
  type FailedItem,
  TROUBLE,
  dropMessage,
  failedMessages,
  sendAgain,
  setAside,
} from './failed-messages.ts';
export {
  type Arrival,
  type DeliveryWorker,
  type OutboxItem,
  backlog,
  claimDue,
  delivered,
  giveBack,
  hurryUp,
  leaveFor,
  tryAgain,
  waitWith,
} from './outbox.ts';
