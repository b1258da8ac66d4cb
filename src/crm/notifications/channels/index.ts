export {
  type Headcount,
  channelsToAsk,
  countDoubts,
  decideForOutsiders,
  doubtHeadcount,
  doubtHeadcounts,
  hasCardsIn,
  hideFromOutsiders,
  isOpenToAll,
  knownHeadcount,
  moveChannel,
  noteHeadcount,
} from './channels.ts';
export { linkChannel, resumeLinkedChannel, unlinkChannel } from './linked-channel.ts';
export {
  type Loss,
  findChannelAgain,
  isLoss,
  letGoOn,
  loseChannel,
  pauseChannel,
  undeliverableIn,
} from './lost-channels.ts';
export { type Mute, isMuted, muteAt, muteDeal, whoMuted } from './mutes.ts';
