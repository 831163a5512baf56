import { gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const PARQUET = Buffer.from('PAR1');

/**
 * Bytes as they are, and what they hold once unpacked: gzip, zstd, and every row of a Parquet file, by readers that are
 * not the engine that wrote them. Throws where what looks like one of these cannot be read whole.
 */
export async function textsOf(bytes: Buffer): Promise<string[]> {
  const raw = bytes.toString('latin1');
  if (bytes.subarray(0, 3).equals(GZIP)) return [raw, ...(await textsOf(gunzipSync(bytes)))];
  if (bytes.subarray(0, 4).equals(ZSTD)) return [raw, ...(await textsOf(unzstd(bytes)))];
  if (bytes.subarray(0, 4).equals(PARQUET)) return [raw, await rowsOf(bytes)];
  return [raw];
}

/** The same of a file that may be half made or cut short: then the bytes as they are. */
export async function textsOfAny(bytes: Buffer): Promise<string[]> {
  return await textsOf(bytes).catch(() => [bytes.toString('latin1')]);
}

function unzstd(bytes: Buffer): Buffer {
  const unpacked = compressors.ZSTD?.(bytes, 0);
  if (unpacked === undefined) throw new Error('there is no reader of zstd');
  return Buffer.from(unpacked);
}

async function rowsOf(bytes: Buffer): Promise<string> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const rows = await parquetReadObjects({ file, metadata, compressors });
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
