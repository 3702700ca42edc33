// The languages Aval speaks, one line each: the name is the language's code, the folder holds all it takes.
export { pack as en } from './en/index.ts';
export { pack as es } from './es/index.ts';
