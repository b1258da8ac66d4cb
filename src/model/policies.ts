import type { Access } from './roles.ts';

/** The usual agreement: everybody reads, reps create, and change what is theirs; managers and admins change everything. */
export const cooperative: Access = { read: 'viewer', create: 'rep', update: 'own', remove: 'own' };
