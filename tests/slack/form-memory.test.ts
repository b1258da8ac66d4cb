import { expect, test } from '@jest/globals';
import { recordIn } from '../../src/slack/forms/form.ts';

test('a form gives its record only as what it is about', () => {
  const memory = { form: 'schedule', entity: 'schedule', id: 3 } as const;
  expect(recordIn(memory, 'schedule')).toEqual({ entity: 'schedule', id: 3 });
  expect(recordIn({ form: 'schedule', entity: 'schedule' }, 'schedule')).toBeNull();
  expect(() => recordIn(memory, 'subscription')).toThrow('The form schedule is about a schedule, not a subscription');
});
