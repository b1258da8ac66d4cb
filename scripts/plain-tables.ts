/** What the tables hold that are no entities, and what their columns mean. */
export const PLAIN_TABLES: Readonly<Record<string, { about: string; columns: Readonly<Record<string, string>> }>> = {
  running_changes: {
    about: 'What writes have changed since the totals were last brought up to date. Made from the records by triggers.',
    columns: {
      id: 'In the order of writing',
      source: 'The table that was written',
      sign: '1: this counts from now on; -1: no longer',
      at: 'When the record was created; of an interaction, when it happened',
      owner_id: 'Its owner',
      stage_id: 'The stage of a deal, or 0',
      part: 'The kind of an interaction',
      currency: 'The currency of a deal',
      closed_on: 'The day on which a deal was closed',
      amount: 'Minor units',
      member_id:
        'Whom it puts into a set of its day: a new customer, the customer of an interaction, a deal that was put off',
    },
  },
  day_sets: {
    about:
      'Whom each day is about: customers heard of or added, deals put off. Made from the records, like the running totals.',
    columns: {
      name: '`heard`, `added` or `slipped`',
      day: 'The day, of UTC',
      members: 'Their ids, packed: see src/store/totals/packed.ts',
    },
  },
  running_totals: {
    about:
      'How many records there are, and what they are worth, by month and day. `npm run totals:verify` holds them to the records.',
    columns: {
      what: 'What is counted: `customers`, `deals`, `closings` …',
      span: 'How many signs of the time are kept: 7 are a month, 10 a day, 0 all time',
      at: 'The month or day of UTC; of closings, of the closing day',
      closed: 'Whether there is a closing day, or its month or day',
      owner_id: 'The owner, or 0: everybody',
      stage_id: 'The stage of the deals, or 0',
      part: 'The kind of the interactions',
      currency: 'The currency of the deals',
      n: 'How many',
      amount: 'What they are worth together, in minor units',
      blank: 'How many of them have no amount',
    },
  },
  audit_log: {
    about:
      'Who did what, when and from where. Rows are only ever added: triggers refuse everything else but the erasing of values of records in erasures.',
    columns: {
      at: 'Moment in UTC',
      act: 'All entries of one request share it',
      slack_user_id: 'Who; app for CustomerHub itself',
      slack_team_id: 'Their workspace',
      employee_id: 'Who, as an employee; 0 for CustomerHub itself',
      verb: 'create, update, remove, restore; or what was looked at or refused',
      entity: 'Of which entity',
      record_id: 'Which record of it',
      changes: 'JSON: field to value before and after',
      source: 'Through which door: command, form, button, undo …',
    },
  },
  audit_salts: {
    about: 'A salt for each entry of audit_log, without which its seal tells nothing; an erased entry gets a new one.',
    columns: { audit_id: 'The entry', salt: 'Random' },
  },
  audit_seals: {
    about:
      'The chain over audit_log: what was altered, taken away or put in by hand breaks it. Rows are only ever added.',
    columns: {
      position: 'Place in the chain, from 1',
      audit_id: 'The entry; one that was erased has another seal for what is left',
      digest: 'Of the salt and the entry’s changes',
      hash: 'Of the hash before, the entry’s other columns and the digest',
    },
  },
  erasures: {
    about: 'Records with values that were erased for good, in audit_log too. Rows are only ever added.',
    columns: {
      entity: 'Of which entity',
      record_id: 'Which record of it',
      whole: '1 for the person that was erased, 0 for a record with words about them',
      act: 'The request that did it, in audit_log',
      at: 'Moment in UTC',
    },
  },
  drafts: {
    about: 'Answers to the earlier steps of long forms that are not saved yet.',
    columns: {
      key: 'Of the open form',
      employee_id: 'Who is filling it in',
      answers: 'JSON: question to what was answered',
      at: 'Moment in UTC; forgotten a day later',
    },
  },
  imports: {
    about:
      'Files on their way into the CRM: what they hold and mean, and how far they came. Kept for a day, or a week.',
    columns: {
      employee_id: 'Whose it is; nobody else sees it',
      team: 'Slack team id',
      entity: 'What its rows become',
      file: 'Name of the file',
      source: 'The system whose IDs it holds; blank where it holds none',
      content: 'The text of the file',
      row_count: 'Rows below the headings',
      last_id: 'Greatest id of a record when the file was given: it means none that came later',
      targets: 'JSON: for each column the field, id, or null where it is left out',
      twins: 'skip or create: what becomes of likely twins',
      state: 'read, checked, running, stopped, done or taken back',
      tally: 'JSON: how many rows became what',
      act: 'Name of what it writes, in audit_log',
      position: 'Rows that are done',
      claimed_by: 'The process that carries it out',
      claimed_until: 'Moment in UTC from which that process counts as gone',
      at: 'Moment in UTC at which the file was given',
    },
  },
  import_rejects: {
    about: 'Rows of a file that are not imported.',
    columns: {
      import_id: 'The file',
      line: 'Line of the file',
      heading: 'Of the column that is wrong; blank where it is the row',
      reason: 'What is wrong, and what to do',
    },
  },
  match_keys: {
    about: 'By which two records are likely to be the same one.',
    columns: {
      entity: 'Of which entity',
      kind: 'name, domain, email or phone',
      key: 'What likely twins have in common, such as a name without its legal form',
      record_id: 'Which record of it',
    },
  },
  source_keys: {
    about: 'By which IDs other systems know a record, from the files that were imported.',
    columns: {
      entity: 'Of which entity',
      source: 'The system, such as HubSpot',
      key: 'The ID there',
      record_id: 'Which record of it',
      act: 'The import that brought it, in audit_log',
      taken_back: '1 while that import is undone',
    },
  },
  installation: {
    about: 'One row, made with the database.',
    columns: { mark: 'Tells the files that this CustomerHub exports from those of others' },
  },
  derived: {
    about: 'What is computed from the records.',
    columns: { name: 'What it is', version: 'By which version of its computation it was filled' },
  },
  kept_words: {
    about: 'Filters that are too long for the buttons that leaf through their lists.',
    columns: { key: 'Made from the words', words: 'As typed', at: 'Moment in UTC; forgotten thirty days later' },
  },
  stage_moves: {
    about: 'From which stage to which deals moved, kept from audit_log by the database itself.',
    columns: {
      id: 'The entry, in audit_log',
      deal_id: 'Which deal',
      from_stage_id: 'Blank where it was made in the stage',
      to_stage_id: 'Where it came to',
      at: 'Moment in UTC',
      employee_id: 'Whose act it was; 0 for CustomerHub itself',
      taken_back: '1 while an undo makes it as if it had never happened',
    },
  },
  close_moves: {
    about: 'How the expected close of deals moved, kept from audit_log by the database itself.',
    columns: {
      id: 'The entry, in audit_log',
      deal_id: 'Which deal',
      from_day: 'The day before; blank where there was none',
      to_day: 'The day since; blank where it was taken away',
      at: 'Moment in UTC',
      employee_id: 'Whose act it was; 0 for CustomerHub itself',
      taken_back: '1 while an undo makes it as if it had never happened',
    },
  },
  done_requests: {
    about: 'Requests that were carried out, so that one delivered twice changes nothing the second time.',
    columns: { key: 'Workspace and the request’s own id', act: 'What it did, in audit_log', at: 'Moment in UTC' },
  },
  cards: {
    about: 'The living cards in Slack: one for each record and channel, kept up to date where it was posted.',
    columns: {
      team: 'Slack team id',
      channel: 'Slack channel id; a user id for what one person hears alone',
      entity: 'Of a deal or a customer',
      record_id: 'Which record of it',
      posted_in: 'The conversation in which it stands; for a person it is not the id above',
      ts: 'The message’s id in Slack',
      style: 'full or compact',
      lead: 'JSON: the update it was posted with',
      shown: 'A digest of what it shows, so that it is changed only when that changes',
      pinned_at: 'Moment in UTC at which it was pinned',
      gone_at: 'Moment in UTC at which it was found to be deleted in Slack',
      created_at: 'Moment in UTC',
    },
  },
  muted_deals: {
    about: 'Deals that a channel wants to hear nothing of.',
    columns: {
      team: 'Slack team id',
      channel: 'Slack channel id; a user id for what one person hears alone',
      deal_id: 'The deal',
      employee_id: 'Who muted it',
      at: 'Moment in UTC',
    },
  },
  rooms: {
    about: 'Channels that are about one customer or deal.',
    columns: {
      team: 'Slack team id',
      channel: 'Slack channel id',
      entity: 'About a deal or a customer',
      record_id: 'Which record of it',
      employee_id: 'Who linked it',
      at: 'Moment in UTC',
      unheard: 'Why Slack takes nothing for the channel, until somebody lets it go on',
    },
  },
  audiences: {
    about: 'Who from outside reads in a channel, by what Slack said last.',
    columns: {
      team: 'Slack team id',
      channel: 'Slack channel id',
      guests: 'How many guests',
      externals: 'How many people from outside the workspace',
      shared: '1 when another company has the channel too',
      asked_at: 'Moment in UTC; blank when it is to be asked anew',
      hides:
        '1 when cards there were last drawn without what is not for outsiders, 0 when with it; blank when not known',
      doubts: 'How often an event cast doubt on it',
    },
  },
  outbox_channels: {
    about: 'From when on each channel may be posted to again, for every courier there is.',
    columns: { team: 'Slack team id', channel: 'Slack channel id', opens_at: 'Moment in UTC' },
  },
  delivery_troubles: {
    about:
      'What admins were told of failed messages: once for each channel and cause, until a message arrives there again.',
    columns: {
      team: 'Slack team id',
      channel: 'Slack channel id',
      cause: 'What Slack said',
      at: 'Moment in UTC',
    },
  },
  due_work: {
    about: 'What comes back by itself: one row for each, with the moment when it is due.',
    columns: {
      key: 'What it is, and for which record: schedule 5',
      kind: 'What is done',
      subject: 'Id of the record that it is done for',
      spec: 'The rhythm and the zone that the moment was reckoned from',
      due_at: 'Moment in UTC',
      since: 'What happened up to this moment was told',
      attempts: 'How often it was begun since it last ended well',
      claimed_by: 'The courier that holds it, or held it last',
      claimed_until: 'Until when it holds it',
      last_error: 'Why it failed last',
    },
  },
  budget_folds: {
    about: 'Weeks in which a subscription told as much as it may.',
    columns: {
      subscription_id: 'Which one',
      week: 'Its Monday, by its reader’s clock',
      budget: 'How many messages it told',
      since: 'From when on it holds back: moment in UTC',
    },
  },
  clock_news: {
    about: 'What subscriptions were told because time passed, so that each is told once.',
    columns: {
      subscription_id: 'Whom it was told',
      event: 'stalled, silent or follow-up-due',
      record_id: 'The deal, customer or follow-up',
      occurrence: 'What makes it another time: when the record was touched last, or its due day',
      at: 'Moment in UTC',
    },
  },
  employees: {
    about: 'Beside what the entity declares.',
    columns: { time_zone: 'By which clock they live, as Slack last said: IANA' },
  },
  outbox: {
    about: 'Messages to be delivered, written together with the change they tell of.',
    columns: {
      created_at: 'Moment in UTC',
      subscription_id: 'Why the channel hears of it',
      team: 'Slack team id',
      channel: 'Slack channel id',
      kind: 'What makes the message of it',
      payload: 'JSON: the facts it tells',
      due_at: 'Not to be sent before',
      attempts: 'How often sending failed, or ended unclear',
      claimed_by: 'The courier that holds it, or held it last',
      claimed_until: 'Until when it holds it',
      delivered_at: 'Set when it is done',
      delivered_ts: 'The message’s id in Slack; blank when there was nothing left to say',
      failed_at: 'Set when it was set aside',
      last_error: 'What Slack said last',
      again_at: 'Since when it is tried anew, after an admin asked for it',
      op: 'post a message, tell with a card or in its thread, show a card, refresh a card',
      lane: 'Items of one lane in a channel are delivered one after the other; there is one for each deal',
      card_id: 'The card to refresh',
      merge_key: 'Later changes are merged into the item with the same key',
      settles_at: 'Until when they are',
      told_with:
        'The item whose message tells this as well: of one change that several subscriptions of a channel hear',
    },
  },
};
