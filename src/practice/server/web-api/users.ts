/** users.*, auth.test, team.info, bots.info */
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { botProfile } from '../state/messages.ts';
import { isLocal, userObject, type PersonRecord } from '../state/people.ts';
import { findPerson } from './find.ts';
import { ApiError, flag, page, required, text, type Methods } from './method.ts';

export const users: Methods = {
  'users.info': {
    scopes: ['users:read'],
    tier: 4,
    run: (world, args) => ({ user: shown(world, findPerson(world, required(args, 'user')), args) }),
  },
  'users.list': {
    scopes: ['users:read'],
    tier: 2,
    run(world, args) {
      const { items, more } = page(listed(world), args);
      const members = items.map((person) => shown(world, person, args));
      return { members, cache_ts: Math.floor(world.clock() / 1000), ...more };
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    tier: 3,
    run(world, args) {
      const email = required(args, 'email').toLowerCase();
      const person = [...world.people.values()].find((one) => one.email.toLowerCase() === email && !one.deleted);
      if (!person) throw new ApiError('users_not_found');
      return { user: shown(world, person, args) };
    },
  },
  'auth.test': {
    tier: 0,
    run: (world) => ({
      url: `${world.baseUrl()}/`,
      team: world.team.name,
      user: world.people.get(world.app.botUserId)!.handle,
      team_id: world.team.id,
      user_id: world.app.botUserId,
      bot_id: world.app.botId,
      ...(world.team.enterprise && { enterprise_id: world.team.enterprise.id }),
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    scopes: ['team:read'],
    tier: 3,
    run(world, args) {
      const { id, name, domain } = world.team;
      if (![id, ''].includes(text(args, 'team'))) throw new ApiError('team_not_found');
      return { team: { id, name, domain, email_domain: '', icon: {} } };
    },
  },
  'bots.info': {
    scopes: ['users:read'],
    tier: 3,
    run(world, args) {
      if (text(args, 'bot') !== world.app.botId) throw new ApiError('bot_not_found');
      return { bot: botProfile(world) };
    },
  },
};

/** People of the organisation's other workspaces are not in this one's list. */
const listed = ({ people, team }: World): PersonRecord[] =>
  [...people.values()].filter((person) => person.workspaces.length === 0 || isLocal(person, team));

const shown = (world: World, person: PersonRecord, args: JsonObject): JsonObject =>
  userObject(person, {
    team: world.team,
    email: world.manifest.scopes.has('users:read.email'),
    locale: flag(args, 'include_locale'),
    now: world.clock(),
  });
