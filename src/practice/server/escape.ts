/** What people type, as Slack's markup. */
import type { World } from './state/world.ts';

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Typed text with mentions, channels and addresses marked up, and everything else escaped. */
export function markUp(world: World, typed: string): string {
  return escapeText(typed)
    .replace(/https?:\/\/[^\s"]*[^\s".,;:!?)]/g, (url) => `<${url}>`)
    .replace(/(^|[\s(])@([\w.-]*\w)/g, (whole, before: string, handle: string) => {
      const mention = mentionOf(world, handle);
      return mention ? before + mention : whole;
    })
    .replace(/(^|[\s(])#([\w-]+)/g, (whole, before: string, name: string) => {
      const channel = [...world.channels.values()].find((one) => one.name === name && one.kind !== 'im');
      return channel ? `${before}<#${channel.id}|${channel.kind === 'public' ? name : ''}>` : whole;
    });
}

function mentionOf(world: World, handle: string): string | undefined {
  if (['here', 'channel', 'everyone'].includes(handle)) return `<!${handle}>`;
  const person = [...world.people.values()].find((one) => one.handle === handle.toLowerCase());
  return person && `<@${person.id}>`;
}
