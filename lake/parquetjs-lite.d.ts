/** The part of the independent Parquet reader that is used here; the package brings no types. */
declare module 'parquetjs-lite' {
  export interface ParquetCursor {
    next(): Promise<Record<string, unknown> | null>;
  }
  export interface ParquetField {
    readonly name: string;
    readonly primitiveType?: string;
    readonly originalType?: string;
  }
  export class ParquetReader {
    static openFile(path: string): Promise<ParquetReader>;
    getCursor(): ParquetCursor;
    getRowCount(): { toString(): string };
    readonly schema: { readonly fieldList: readonly ParquetField[] };
    close(): Promise<void>;
  }
  const parquet: { readonly ParquetReader: typeof ParquetReader };
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS and has no named exports
  export default parquet;
}
