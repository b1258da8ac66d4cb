/** What the tables hold that are no entities, and what their columns mean. */
export const PLAIN_TABLES: Readonly<Record<string, { about: string; columns: Readonly<Record<string, string>> }>> = {
  settings: {
    about: 'What holds for everybody.',
    columns: { key: 'currency, locale or timeZone', value: 'Its value' },
  },
  stages: {
    about: 'The pipeline.',
    columns: {
      name: 'As people call it',
      position: 'First stage first',
      probability: 'Percent: how likely a deal of this stage is to be won',
      outcome: 'open, won or lost',
    },
  },
  audit_log: {
    about: 'Who did what, when and from where. Rows are only ever added: triggers refuse everything else.',
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
  done_requests: {
    about: 'Requests that were carried out, so that one delivered twice changes nothing the second time.',
    columns: { key: 'Workspace and the request’s own id', act: 'What it did, in audit_log', at: 'Moment in UTC' },
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
    },
  },
};
