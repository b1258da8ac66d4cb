import { further, name, of, type Tables } from '../roles.ts';

export const GOOGLE: Tables = {
  contact: [
    [name('first'), 'First Name', 'Given Name'],
    [name('middle'), 'Middle Name', 'Additional Name'],
    [name('last'), 'Last Name', 'Family Name'],
    [of('name'), 'Name'],
    [of('email'), 'E-mail 1 - Value'],
    [further('email'), 'E-mail 2 - Value', 'E-mail 3 - Value'],
    [of('phone'), 'Phone 1 - Value'],
    [further('phone'), 'Phone 2 - Value', 'Phone 3 - Value'],
    [of('customer'), 'Organization Name', 'Organization 1 - Name'],
    [of('role'), 'Organization Title', 'Organization 1 - Title'],
    [of('notes'), 'Notes'],
  ],
};
