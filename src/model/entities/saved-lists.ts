import { defineEntity } from '../entity.ts';
import { choice, longText, reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';

export const savedLists = defineEntity({
  name: 'savedList',
  plural: 'saved lists',
  prefix: 'L',
  icon: ':bookmark:',
  table: 'saved_lists',
  help: 'A saved filter, private or shared with everyone.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 80 }),
    of: text({ label: 'List', required: true, max: 40, help: 'The record type it lists.' }),
    words: longText({
      label: 'Filter',
      required: true,
      max: 4000,
      help: 'As typed, so “this month” stays current.',
    }),
    shared: choice({
      label: 'For',
      required: true,
      options: { me: 'Only me', all: 'Everyone' },
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
