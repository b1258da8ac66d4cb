/** The menu that makes one somebody else: the practice workspace's own addition to Slack. */
import type { ComponentChildren } from 'preact';
import { Avatar } from '../messages/avatar.tsx';
import { useCell } from '../cell.ts';
import { Menu } from './menu.tsx';
import { go, route } from './route.ts';
import { nameOf, snapshot } from '../state.ts';
import type { Person } from '../../protocol.ts';

export function ActAs({ children }: { children: ComponentChildren }) {
  const now = useCell(snapshot);
  const people = (now?.people ?? []).filter((person) => !person.isBot && !person.deleted);
  const items = people.map((person) => ({
    key: person.id,
    label: person.realName,
    detail: describe(person),
    start: <Avatar id={person.id} size={32} />,
    checked: person.id === now?.me,
    choose: () => become(person.id),
  }));
  return (
    <Menu
      items={items}
      name={`Act as someone else. You are ${nameOf(now, now?.me ?? '')}`}
      title="Act as"
      width={300}
      buttonClass="act-as"
    >
      {children}
    </Menu>
  );
}

const describe = (person: Person): string =>
  [person.title, person.isAdmin && 'workspace admin', person.isGuest && 'guest'].filter(Boolean).join(' · ');

/** Stays where one is if the other person is there too: the page falls back to a channel of theirs if not. */
function become(id: string): void {
  const now = snapshot.get();
  const channel = now?.channels.find((one) => one.id === route.get().channel);
  go({ as: id, channel: channel?.kind === 'public' ? channel.id : '', thread: '' });
}
