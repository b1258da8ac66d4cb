/**
 * What the rest of CustomerHub asks about an entity instead of its name, so that a new entity says by itself what applies
 * to it. A trait that is left out does not apply.
 */
export interface Traits {
  /** Its records are the people who use CustomerHub: Slack users who own records. Their own record is theirs. */
  isColleague?: true;
  /** Its records are the steps of the pipeline. */
  isPipelineStep?: true;
  /** Its records are touches: they say when what they refer to was last touched. */
  isTouch?: true;
  /** What one is while it is still to be done: a row of a file that says so makes a record of that entity. */
  ahead?: 'followUp';
  /** Its title is what was said, so nothing is looked up by it. */
  isNameless?: true;
  /** Its title is the name of a person or firm, which stays when the words about somebody else are erased. */
  isCalledByName?: true;
  /** All that is known of one of its people can be erased for good. */
  isErasable?: true;
  /** Summaries count its records: who may not read them gets no summary. */
  isCounted?: true;
  /** Its records keep where they began: imports bring some of whose start nobody knows. */
  keepsStart?: true;
  /** Forms offer to add one under the name that was typed. */
  isAddedInForms?: true;
  /** Which changes of its records subscriptions are told: all of them, or that a record was added. */
  announced?: 'changes' | 'added';
  /** Its changes within the settling time become one message. */
  coalesces?: true;
  /** A channel can mute the updates about one of its records. */
  isMutable?: true;
  /** Interactions with it are told as updates about it. */
  tellsInteractions?: true;
  /** The event when nobody is in touch with one of its records for too long. */
  idle?: 'stalled' | 'silent';
  /** The field that says when a record was done; its card has a button for that while the field is blank. */
  closable?: string;
  /** Its records have living cards in channels. */
  card?: {
    /** What stands on the record’s own card beside its touches and its next step. */
    related: readonly ('people' | 'deals')[];
  };
  /** Which cards show something of its records beside the records’ own, and are brought up to date when they change. */
  affectsCards?: AffectedCards;
}

export interface AffectedCards {
  /** Fields that name the records whose cards show it, before the change and after it. */
  through?: readonly ('customer' | 'deal')[];
  /** The field by which deals name it: all of their cards show it. */
  dealsBy?: 'customer' | 'owner' | 'stage';
  /** Only changes of these fields show on the cards of those deals. */
  when?: readonly string[];
  /** The field that names a Slack channel: all cards in it show it. */
  inChannel?: string;
}
