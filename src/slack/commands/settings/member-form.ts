import type { ModalView } from '@slack/types';
import type { Field } from '../../../model/fields.ts';
import { Invalid } from '../../../model/errors.ts';
import { ENTITIES, entityOf } from '../../../model/registry.ts';
import { admitMember } from '../../../crm/team/index.ts';
import { defaultRoleOf } from '../../../crm/context/index.ts';
import type { Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { personMessage } from './settings-people.ts';
import { withUndo } from '../../views/undoable.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { formView, type FormMemory } from '../../forms/form.ts';
import { formContext } from '../../forms/record-form.ts';
import { CHOOSE_PERSON } from '../../../model/parse.ts';

const { person, role } = ENTITIES.employee.fields;

/** Fields of the form that adds a person. */
export const MEMBER_FIELDS = {
  person: { ...person, label: 'Person', required: true, help: 'Any member of this workspace.' },
  role,
} as const satisfies Record<string, Field>;

/** The form that gives a role to any workspace member. */
export async function memberForm(request: SlackRequest): Promise<ModalView> {
  const values = { person: null, role: defaultRoleOf(request.slack.crm) };
  return formView({
    title: 'Add person',
    submit: 'Save',
    memory: { form: 'member', entity: 'employee' },
    questions: [
      { name: 'person', field: MEMBER_FIELDS.person, value: null },
      { name: 'role', field: MEMBER_FIELDS.role, value: values.role },
    ],
    context: await formContext(request, entityOf('employee'), values),
  });
}

/** Saves it, and shows the person. */
export async function saveMember(request: SlackRequest, _memory: FormMemory, state: State): Promise<Message> {
  const { slack, actor, origin } = request;
  const given = answersTo(state, MEMBER_FIELDS);
  if (typeof given['person'] !== 'string') throw new Invalid({ person: CHOOSE_PERSON });
  const identity = await slack.people.identify(given['person'], { anew: true });
  const { id, act } = await admitMember({ crm: slack.crm, actor, origin }, identity, given['role']);
  return withUndo(await personMessage(request, { entity: 'employee', id }, ':white_check_mark: Saved.'), act);
}
