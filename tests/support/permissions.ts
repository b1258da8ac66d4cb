import type { Role, CrudAction } from '../../src/model/roles.ts';
import type { EntityName } from '../../src/model/entity.ts';

/** The columns of the table below: a role, and for reps whether the record is theirs. */
export const STANDINGS: readonly { role: Role; own: boolean }[] = [
  { role: 'none', own: false },
  { role: 'viewer', own: false },
  { role: 'rep', own: false },
  { role: 'rep', own: true },
  { role: 'manager', own: false },
  { role: 'admin', own: false },
];

/** Who may do what, written out by hand: what the code declares is held against this. `+` may, `-` may not. */
const TABLE = `
                        none  viewer  rep  rep, own  manager  admin
  customer     read      -      +      +      +         +       +
  customer     create    -      -      +      +         +       +
  customer     update    -      -      -      +         +       +
  customer     remove    -      -      -      +         +       +
  contact      read      -      +      +      +         +       +
  contact      create    -      -      +      +         +       +
  contact      update    -      -      -      +         +       +
  contact      remove    -      -      -      +         +       +
  deal         read      -      +      +      +         +       +
  deal         create    -      -      +      +         +       +
  deal         update    -      -      -      +         +       +
  deal         remove    -      -      -      +         +       +
  interaction  read      -      +      +      +         +       +
  interaction  create    -      -      +      +         +       +
  interaction  update    -      -      -      +         +       +
  interaction  remove    -      -      -      +         +       +
  followUp     read      -      +      +      +         +       +
  followUp     create    -      -      +      +         +       +
  followUp     update    -      -      -      +         +       +
  followUp     remove    -      -      -      +         +       +
  subscription read      -      +      +      +         +       +
  subscription create    -      -      +      +         +       +
  subscription update    -      -      -      +         +       +
  subscription remove    -      -      -      +         +       +
  savedList    read      -      +      +      +         +       +
  savedList    create    -      -      +      +         +       +
  savedList    update    -      -      -      +         +       +
  savedList    remove    -      -      -      +         +       +
  schedule     read      -      +      +      +         +       +
  schedule     create    -      -      +      +         +       +
  schedule     update    -      -      -      +         +       +
  schedule     remove    -      -      -      +         +       +
  employee     read      -      +      +      +         +       +
  employee     create    -      -      -      -         +       +
  employee     update    -      -      -      -         +       +
  employee     remove    -      -      -      -         -       +
  stage        read      -      +      +      +         +       +
  stage        create    -      -      -      -         -       +
  stage        update    -      -      -      -         -       +
  stage        remove    -      -      -      -         -       +
  target       read      -      +      +      +         +       +
  target       create    -      -      -      -         +       +
  target       update    -      -      -      -         +       +
  target       remove    -      -      -      -         +       +
  settings     read      -      +      +      +         +       +
  settings     create    -      -      -      -         -       -
  settings     update    -      -      -      -         -       +
  settings     remove    -      -      -      -         -       -
  channel      read      -      +      +      +         +       +
  channel      create    -      -      -      -         +       +
  channel      update    -      -      -      -         +       +
  channel      remove    -      -      -      -         -       -
`;

export interface Expectation {
  entity: EntityName;
  verb: CrudAction;
  role: Role;
  own: boolean;
  allowed: boolean;
}

/** One for each cell of the table. */
export const EXPECTATIONS: readonly Expectation[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [entity, verb, ...marks] = line.trim().split(/\s+/);
    return STANDINGS.map((standing, at) => ({
      entity: entity as EntityName,
      verb: verb as CrudAction,
      ...standing,
      allowed: marks[at] === '+',
    }));
  });
