/** users.*, auth.test, team.info, bots.info */
import type { JsonObject } from '../protocol.ts';
import type { World } from '../world.ts';
import { botProfile } from '../messages.ts';
import { userObject, type PersonRecord } from '../people.ts';
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
      const people = [...world.people.values()].map((person) => shown(world, person, args));
      const { items, more } = page(people, args);
      return { members: items, cache_ts: Math.floor(world.clock() / 1000), ...more };
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

const shown = (world: World, person: PersonRecord, args: JsonObject): JsonObject =>
  userObject(person, {
    team: world.team.id,
    email: world.manifest.scopes.has('users:read.email'),
    locale: flag(args, 'include_locale'),
    now: world.clock(),
  });
