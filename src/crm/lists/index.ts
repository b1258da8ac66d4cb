export { lineOf, namesMeant, readFilter } from './filter.ts';
export { type ListPage, type Listing, pageOf, readListing } from './listing.ts';
export { forgetList, saveList, savedListCalled, savedListsFor, shareList } from './saved-lists.ts';
