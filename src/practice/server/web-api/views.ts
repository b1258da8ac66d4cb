/** views.* */
import type { Json, JsonObject, View } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { checkView, phrase, viewTooLarge } from '../check/check.ts';
import { blockKitOf } from '../faults/refusals.ts';
import { asString, isObject } from '../json.ts';
import type { Trigger } from '../state/triggers.ts';
import {
  externalIdTaken,
  findView,
  makeView,
  maxStack,
  replaceView,
  setHome,
  showView,
  stackOf,
} from '../state/views.ts';
import { findPerson } from './find.ts';
import { ApiError, invalidArguments, required, structured, text, type Methods } from './method.ts';

export const views: Methods = {
  'views.open': {
    tier: 4,
    run(world, args) {
      const given = readView(world, args, 'modal');
      const trigger = readTrigger(world, args);
      // A dialog that is opened from within a dialog comes to lie on top of it.
      return show(world, args, given, trigger, isOpen(world, trigger));
    },
  },
  'views.push': {
    tier: 4,
    run(world, args) {
      const given = readView(world, args, 'modal');
      const trigger = readTrigger(world, args);
      if (!isOpen(world, trigger)) throw new ApiError('not_found');
      return show(world, args, given, trigger, true);
    },
  },
  'views.update': {
    tier: 4,
    run(world, args) {
      const by = { id: text(args, 'view_id'), externalId: text(args, 'external_id') };
      if (!by.id && !by.externalId) throw invalidArguments('missing required field: view_id');
      const given = readView(world, args, 'any');
      const found = findView(world, by);
      if (!found || found.view['type'] !== given['type']) throw new ApiError('not_found');
      checkHash(args, found.view);
      checkExternalId(world, given, found.view.id);
      const view = makeView(world, given, found.view);
      if (view['type'] === 'home') setHome(world, found.person, view);
      else replaceView(world, found.person, view);
      return { view: structuredClone(view) };
    },
  },
  'views.publish': {
    tier: 4,
    run(world, args) {
      const person = findPerson(world, required(args, 'user_id'));
      if (!world.manifest.homeTab) throw new ApiError('not_enabled');
      const given = readView(world, args, 'home');
      const earlier = world.homes.get(person.id);
      if (earlier) checkHash(args, earlier);
      checkExternalId(world, given, earlier?.id);
      const view = makeView(world, given, earlier);
      setHome(world, person.id, view);
      return { view: structuredClone(view) };
    },
  },
};

function show(world: World, args: JsonObject, given: JsonObject, trigger: Trigger, onTop: boolean): JsonObject {
  if (onTop && stackOf(world, trigger.user).length >= maxStack) throw new ApiError('push_limit_reached');
  checkExternalId(world, given);
  world.triggers.use(text(args, 'trigger_id'));
  const view = makeView(world, given, undefined, trigger.channel);
  showView(world, trigger.user, view, onTop);
  return { view: structuredClone(view) };
}

function readView(world: World, args: JsonObject, type: 'modal' | 'home' | 'any'): JsonObject {
  const unreadable = (): ApiError => invalidArguments('must provide an object [json-pointer:/view]');
  const given: Json | undefined = structured(args, 'view', unreadable);
  if (!isObject(given)) throw unreadable();
  const problems = checkView(given, type, blockKitOf(world)).map(phrase);
  if (problems.length > 0)
    throw invalidArguments('failed to match all allowed schemas [json-pointer:/view]', ...problems);
  if (viewTooLarge(given)) throw new ApiError('view_too_large');
  return given;
}

function readTrigger(world: World, args: JsonObject): Trigger {
  const trigger = world.triggers.look(required(args, 'trigger_id'));
  if (typeof trigger === 'string') throw new ApiError(trigger);
  return trigger;
}

const isOpen = (world: World, { user, viewId }: Trigger): boolean =>
  viewId !== undefined && stackOf(world, user).some(({ id }) => id === viewId);

function checkHash(args: JsonObject, view: View): void {
  const hash = text(args, 'hash');
  if (hash !== '' && hash !== view.hash) throw new ApiError('hash_conflict');
}

function checkExternalId(world: World, given: JsonObject, except?: string): void {
  if (externalIdTaken(world, asString(given['external_id']), except)) throw new ApiError('duplicate_external_id');
}
