import { type Tables } from '../roles.ts';

export const GOOGLE: Tables = {
  contact: [
    ['firstName', 'First Name', 'Given Name'],
    ['middleName', 'Middle Name', 'Additional Name'],
    ['lastName', 'Last Name', 'Family Name'],
    ['name', 'Name'],
    ['email', 'E-mail 1 - Value'],
    ['email.more', 'E-mail 2 - Value', 'E-mail 3 - Value'],
    ['phone', 'Phone 1 - Value'],
    ['phone.more', 'Phone 2 - Value', 'Phone 3 - Value'],
    ['customer', 'Organization Name', 'Organization 1 - Name'],
    ['role', 'Organization Title', 'Organization 1 - Title'],
    ['notes', 'Notes'],
  ],
};
