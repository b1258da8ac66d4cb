import { addresses, created, nothing, status, updated, type Tables } from '../roles.ts';

export const PLAIN: Tables = {
  customer: addresses('street', 'city', 'state', 'postal code', 'country')
    .slice(0, 4)
    .concat([
      ['street', 'street address'],
      ['postalCode', 'zip', 'zip code', 'postcode'],
      [created, 'created at', 'created'],
      [updated, 'updated at'],
    ]),
  contact: [
    [nothing, 'salutation'],
    ['firstName', 'first name', 'given name', 'vorname', 'prénom'],
    ['middleName', 'middle name'],
    ['lastName', 'last name', 'family name', 'surname', 'nachname', 'apellidos'],
    ['customer', 'company', 'company name', 'organization', 'organisation', 'account name', 'account'],
    ['role', 'job title', 'title', 'position'],
    ['phone.more', 'mobile phone', 'home phone'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
    [nothing, 'decision role', 'email confirmation status', 'email status'],
  ],
  deal: [
    ['customer', 'company', 'company name', 'organization', 'organisation', 'account name', 'account'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
    [status, 'status', 'deal status'],
    [nothing, 'weighted value', 'expected revenue', 'pipeline'],
  ],
  interaction: [
    ['customer', 'company', 'company name', 'organization', 'organisation', 'account name', 'account'],
    ['title', 'subject', 'title', 'task', 'note title', 'call title', 'meeting name', 'task title', 'email subject'],
    ['what', 'note', 'notes', 'description', 'body', 'content', 'comments', 'details', 'text'],
    ['what', 'note body', 'note content', 'call notes', 'meeting description', 'email body'],
    ['kind', 'type', 'activity type', 'task type'],
    ['happenedAt', 'date', 'activity date', 'call date', 'meeting date', 'start time'],
    ['contact', 'contact person', 'person'],
    ['deal', 'deal title', 'opportunity'],
    ['owner', 'user', 'assigned to', 'assigned to user'],
    ['dueOn', 'due', 'due date', 'due on'],
    ['dueTime', 'due time'],
    ['done', 'is closed', 'done', 'is done', 'completed'],
    ['progress', 'status', 'task status'],
    ['doneAt', 'done at', 'done on', 'completed at', 'completed on', 'marked as done time'],
    ['others', 'participants', 'attendees', 'further contacts'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
  ],
};
