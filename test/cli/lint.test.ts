// `aval lint`: output, exit codes, files and standard input.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runLint } from '../../src/cli/lint.ts';

const folder = mkdtempSync(join(tmpdir(), 'aval-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function lint(argv: readonly string[], stdin = '') {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runLint(argv, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    stdin: async () => stdin,
  });
  return { status, out: out.join('\n'), err: err.join('\n') };
}
async function lintJson(json: unknown) {
  const { status, out } = await lint(['-'], JSON.stringify(json));
  return { status, result: JSON.parse(out) };
}

const good = {
  name: 'order_ready',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Hi {{1}}, your order is ready at our desk.', example: { body_text: [['Ana']] } }],
};
const broken = { ...good, name: 'Order Ready' };
const risky = { ...good, components: [{ type: 'BODY', text: 'Your order is ready, see https://bit.ly/abc today.' }] };

describe('aval lint', () => {
  it('prints one element for a good template and exits 0', async () => {
    expect(await lintJson(good)).toEqual({ status: 0, result: [{ name: 'order_ready', findings: [] }] });
  });

  it('exits 1 on an error and says rule, part and what to do', async () => {
    expect(await lintJson(broken)).toEqual({
      status: 1,
      result: [
        {
          name: 'Order Ready',
          findings: [
            {
              severity: 'error',
              rule: 'name-characters',
              component: 'name',
              message: 'The name may hold only lowercase letters a–z, digits and underscores. Try order_ready.',
            },
          ],
        },
      ],
    });
  });

  it('exits 0 when there are only warnings', async () => {
    const { status, result } = await lintJson(risky);

    expect(status).toBe(0);
    expect(result[0].findings).toMatchObject([{ severity: 'warning', rule: 'link-shortened', component: 'body' }]);
  });

  it('keeps the order of an array and reports elements that are no templates', async () => {
    const { status, result } = await lintJson([broken, good, 7, {}]);

    expect(status).toBe(1);
    expect(result.map(({ name }: { name: string | null }) => name)).toEqual(['Order Ready', 'order_ready', null, null]);
    expect(result[2].findings).toMatchObject([{ rule: 'json-not-object', component: 'template' }]);
    expect(result[3].findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'category-missing',
      'name-missing',
      'language-missing',
      'body-missing',
    ]);
  });

  it("takes Meta's own list", async () => {
    expect((await lintJson({ data: [good], paging: {} })).result).toHaveLength(1);
  });

  it('prints an empty array for an empty array', async () => {
    expect(await lintJson([])).toEqual({ status: 0, result: [] });
  });

  it('does not call something missing that has the wrong type', async () => {
    const { result } = await lintJson({ ...good, name: 7, language: { code: 'es' } });

    expect(result[0].findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'json-wrong-type',
      'json-wrong-type',
    ]);
  });

  it('says the same thing once', async () => {
    const { result } = await lintJson({
      ...good,
      category: 'AUTHENTICATION',
      components: [{ type: 'BODY', text: 'Your code' }],
    });

    expect(result[0].findings.filter(({ rule }: { rule: string }) => rule === 'auth-body')).toHaveLength(1);
  });

  it('accepts every valid template of the fixtures, from a file', async () => {
    const path = new URL('../fixtures/meta-templates/valid.json', import.meta.url).pathname;
    const { status, out } = await lint([path]);

    expect(status).toBe(0);
    expect(JSON.parse(out)).toHaveLength(JSON.parse(readFileSync(path, 'utf8')).length);
  });

  it('reads a file that begins with a byte-order mark', async () => {
    const path = join(folder, 'bom.json');
    writeFileSync(path, `\uFEFF${JSON.stringify(good)}`);

    expect((await lint([path])).status).toBe(0);
  });

  it.each([[[]], [['a', 'b']], [['']], [['--fix']]])('explains itself on %j', async (argv) => {
    const ended = await lint(argv);

    expect(ended).toEqual({ status: 2, out: '', err: 'Usage: lint FILE   (- reads standard input)' });
  });

  it.each([
    ['', 'Standard input is not valid JSON.'],
    ['{"name": ', 'Standard input is not valid JSON.'],
    ['['.repeat(5000), 'Standard input is nested too deeply.'],
    [`"${'x'.repeat(1024 * 1024)}"`, 'Standard input is larger than 1048576 bytes.'],
  ])('refuses input that is nothing to check', async (text, err) => {
    expect(await lint(['-'], text)).toEqual({ status: 2, out: '', err });
  });

  it('refuses files that cannot be read or are too large', async () => {
    const large = join(folder, 'large.json');
    writeFileSync(large, `"${'x'.repeat(1024 * 1024)}"`);

    expect(await lint([join(folder, 'none.json')])).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot be read (ENOENT)'),
    });
    expect(await lint([folder])).toMatchObject({ status: 2, err: expect.stringContaining('cannot be read (EISDIR)') });
    expect(await lint([large])).toMatchObject({ status: 2, err: expect.stringContaining('larger than') });
  });
});
