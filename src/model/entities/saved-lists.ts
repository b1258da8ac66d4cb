import { defineEntity } from '../entity.ts';
import { choice, longText, reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';

export const savedLists = defineEntity({
  name: 'savedList',
  plural: 'saved lists',
  prefix: 'L',
  icon: ':bookmark:',
  table: 'saved_lists',
  help: 'A filter under a name, of one person or for everybody.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 80 }),
    of: text({ label: 'List', required: true, max: 40, help: 'The entity whose records it lists.' }),
    words: longText({
      label: 'Filter',
      required: true,
      max: 4000,
      help: 'As it was typed, so that “this month” moves on.',
    }),
    shared: choice({
      label: 'For',
      required: true,
      options: { me: 'Me alone', all: 'Everybody' },
      initial: 'me',
    }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
  },
  rules: [],
  list: {
    columns: ['name', 'of', 'words', 'shared', 'owner'],
    search: ['name'],
    sort: { by: 'name', descending: false },
  },
  access: cooperative,
});
