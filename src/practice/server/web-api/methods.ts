/** The methods of the Web API that the workspace has. */
import { apps } from './apps.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import { marks } from './marks.ts';
import type { Methods } from './method.ts';
import { users } from './users.ts';
import { views } from './views.ts';

/** Without a prototype, so that `constructor` is no method. */
export const methods: Methods = Object.assign(Object.create(null) as Methods, {
  ...chat,
  ...conversations,
  ...users,
  ...views,
  ...files,
  ...marks,
  ...apps,
});
