/** What browsers have for Node's Buffer: nothing. Libraries that ask for it use plain bytes then. */
export const Buffer = undefined;
