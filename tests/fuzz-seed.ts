/** `npm run test:crash` looks longer, from a seed that it draws and prints; `SLUIS_FUZZ_SEED` repeats what failed. */
export const FUZZ_RUNS = Number(process.env.SLUIS_FUZZ ?? 3000);
export const FUZZ_SEED = Number(process.env.SLUIS_FUZZ_SEED ?? drawn());

function drawn(): number {
  if (process.env.SLUIS_FUZZ === undefined) return 20_261_124;
  const seed = Math.floor(Math.random() * 2 ** 31);
  process.stdout.write(`SLUIS_FUZZ_SEED=${seed}\n`);
  return seed;
}
