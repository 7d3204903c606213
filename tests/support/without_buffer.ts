/**
 * For `node --import`: the package makes strings as in a browser, where there is no `Buffer` of Node's. Tests can still make bytes with
 * what is left of it.
 */
const functions = Object.getOwnPropertyNames(Buffer).filter((name) => name !== 'prototype');
const entries = functions.map((name) => {
  const value: unknown = Reflect.get(Buffer, name);
  return [name, typeof value === 'function' ? (value.bind(Buffer) as unknown) : value];
});

Object.assign(globalThis, { Buffer: Object.fromEntries(entries) as unknown });
