import { addresses, created, done, nothing, status, updated, type Tables } from '../roles.ts';

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
    [done, 'is closed', 'done'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
  ],
};
