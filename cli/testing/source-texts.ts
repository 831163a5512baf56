import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A text in the source, with `{}` for each value that is put into it. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Calls, constructions and properties that it stands in, outermost first: `print`, `SluisError`, `description`. */
  readonly within: readonly string[];
}

const root = join(import.meta.dirname, '../..');

/** Files of the product below a folder: no tests, and no helpers of tests. */
export function productFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing/'))
    .map((name) => join(folder, name))
    .sort();
}

/** Every string and template of a file, except the names of modules and types. */
export function textsOf(file: string): readonly SourceText[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: SourceText[] = [];
  const visit = (node: ts.Node, within: readonly string[]): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
      found.push({ file, text: node.text, within });
    if (ts.isTemplateExpression(node)) found.push({ file, text: skeleton(node), within });
    const name = placeOf(node);
    const inside = name === null ? within : [...within, name];
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, []);
  return found;
}

function skeleton(node: ts.TemplateExpression): string {
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}');
}

function placeOf(node: ts.Node): string | null {
  if (ts.isPropertyAssignment(node)) return node.name.getText();
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return null;
  const called = node.expression;
  return ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
}
