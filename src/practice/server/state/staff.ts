/** Who works here, the app's own bot included, and what becomes of them. */
import type { PersonSpec, PracticeOptions } from './specs.ts';
import type { AppIdentity, World } from './world.ts';
import type { Manifest } from '../manifest.ts';
import { emit } from '../delivery/events.ts';
import { personFrom, userObject, type PersonRecord } from './people.ts';

export function peopleOf(
  { people, team }: PracticeOptions,
  manifest: Manifest,
  app: AppIdentity,
): Map<string, PersonRecord> {
  const handle = manifest.botName.toLowerCase().replaceAll(/[^\w.-]+/g, '-');
  const bot: PersonSpec = { id: app.botUserId, handle, realName: manifest.botName, isBot: true };
  return new Map([...people, bot].map((spec) => [spec.id, personFrom(spec, team.id)]));
}

/** @param told whether the app hears of it: events get lost */
export function changePerson(world: World, id: string, change: Partial<PersonSpec>, told = true): void {
  const person = world.people.get(id);
  if (!person) throw new Error(`Nobody in the practice workspace has the id ${id}.`);
  const next = personFrom({ ...person, ...change, id }, world.team.id);
  world.people.set(id, next);
  if (!told) return;
  const shown = { team: world.team, email: world.manifest.scopes.has('users:read.email'), locale: true };
  emit(world, null, { type: 'user_change', user: userObject(next, { ...shown, now: world.clock() }), cache_ts: 0 });
}
