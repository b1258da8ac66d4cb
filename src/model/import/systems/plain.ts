import {
  address,
  addresses,
  created,
  done,
  further,
  name,
  nothing,
  of,
  status,
  updated,
  type Tables,
} from '../roles.ts';

export const PLAIN: Tables = {
  customer: addresses('street', 'city', 'state', 'postal code', 'country')
    .slice(0, 4)
    .concat([
      [address('street'), 'street address'],
      [address('postalCode'), 'zip', 'zip code', 'postcode'],
      [created, 'created at', 'created'],
      [updated, 'updated at'],
    ]),
  contact: [
    [name('salutation'), 'salutation'],
    [name('first'), 'first name', 'given name', 'vorname', 'prénom'],
    [name('middle'), 'middle name'],
    [name('last'), 'last name', 'family name', 'surname', 'nachname', 'apellidos'],
    [of('customer'), 'company', 'company name', 'organization', 'organisation', 'account name', 'account'],
    [of('role'), 'job title', 'title', 'position'],
    [further('phone'), 'mobile phone', 'home phone'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
    [nothing, 'decision role', 'email confirmation status', 'email status'],
  ],
  deal: [
    [of('customer'), 'company', 'company name', 'organization', 'organisation', 'account name', 'account'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
    [status, 'status', 'deal status'],
    [nothing, 'is closed', 'is won', 'weighted value', 'expected revenue', 'pipeline'],
  ],
  interaction: [
    [done, 'is closed', 'done'],
    [created, 'created at', 'created'],
    [updated, 'updated at'],
  ],
};
