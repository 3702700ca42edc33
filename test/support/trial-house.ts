// A copy of the sources to make a change in, and what the compiler says of it. The copy is thrown away.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** `find` stands exactly once in the file and is replaced; without it, the file is new. */
export type Edit = { readonly file: string; readonly find?: string; readonly put: string };
/** `text`: the whole complaint, its further lines included. */
export type Complaint = { readonly file: string; readonly text: string };

const COPIED = ['src', 'adapters', 'migrations'];
/** From here everything is reached that a change to Aval itself can break; the chat adapters' large SDKs are not. */
const ROOTS = ['src/app/intake/dispatch.ts', 'src/config.ts', 'src/cli/help.ts', 'adapters/provider/registry.ts'];
const COMPLAINT = /^(\S+?)\(\d+,\d+\): error (.*)$/;

/** What the compiler complains of after the edits; nothing when they are a whole change. */
export async function compiledAfter(edits: readonly Edit[]): Promise<readonly Complaint[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aval-trial-'));
  try {
    for (const name of COPIED) await cp(name, join(folder, name), { recursive: true });
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    await cp('package.json', join(folder, 'package.json'));
    const { compilerOptions } = JSON.parse(await readFile('tsconfig.json', 'utf8'));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ROOTS }));
    for (const edit of edits) await make(folder, edit);
    return complaintsIn(await compile(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function make(folder: string, { file, find, put }: Edit): Promise<void> {
  const path = join(folder, file);
  if (find === undefined) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, put);
    return;
  }
  const before = await readFile(path, 'utf8');
  if (before.split(find).length !== 2) throw new Error(`${file} does not hold exactly one “${find}”`);
  await writeFile(
    path,
    before.replace(find, () => put),
  );
}

function compile(folder: string): Promise<string> {
  return new Promise((done, fail) => {
    const compiler = resolve('node_modules/.bin/tsc');
    // One thread: several would each work out the same types, which takes longer where others have the processors.
    execFile(
      compiler,
      ['-p', folder, '--pretty', 'false', '--singleThreaded'],
      { cwd: folder, maxBuffer: 1e8 },
      (error, out) => {
        // It ends with 1 or 2 when there is something to complain of; a code that is no number means it did not run.
        if (error && typeof error.code !== 'number') fail(error);
        else done(out);
      },
    );
  });
}

function complaintsIn(output: string): readonly Complaint[] {
  const found: { file: string; text: string }[] = [];
  for (const line of output.split('\n')) {
    const [, file, text] = COMPLAINT.exec(line) ?? [];
    const last = found.at(-1);
    if (file !== undefined && text !== undefined) found.push({ file: file.replaceAll('\\', '/'), text });
    else if (last && line.startsWith(' ')) last.text += `\n${line}`;
  }
  return found;
}
