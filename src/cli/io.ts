// What a command may touch of the terminal, so that tests can hold both ends.

export type Io = {
  /** Whole lines, without the final line break. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Everything on standard input, as UTF-8. */
  readonly stdin: () => Promise<string>;
};

export function terminal(): Io {
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    stdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
