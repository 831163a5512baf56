import ts from 'typescript';
import { sourceOf } from './test-titles.js';

const known = new Map<string, ReadonlySet<string>>();

/**
 * What a file of the repository declares: functions, classes, methods, constants, types and keys of objects; a rule or
 * another object with a `code` by that code too. A word in a comment, in a text or in an import is none. Of SQL: what it
 * creates.
 */
export function declaredNames(file: string): ReadonlySet<string> {
  const names = known.get(file) ?? (file.endsWith('.sql') ? createdIn(sourceOf(file)) : declaredIn(file));
  known.set(file, names);
  return names;
}

function declaredIn(file: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name && isName(node.name)) names.add(node.name.text);
    if (ts.isPropertyAssignment(node) && isName(node.name) && node.name.text === 'code')
      if (ts.isStringLiteral(node.initializer)) names.add(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, sourceOf(file), ts.ScriptTarget.Latest));
  return names;
}

const isName = (name: ts.Node): name is ts.Identifier | ts.StringLiteral | ts.PrivateIdentifier =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name);

const isDeclaration = (node: ts.Node): node is ts.Node & { name?: ts.Node } =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isShorthandPropertyAssignment(node);

function createdIn(sql: string): ReadonlySet<string> {
  const statements = sql.replaceAll(/--.*$/gm, '');
  const created = /CREATE (?:OR REPLACE )?(?:FUNCTION|TRIGGER|TABLE|VIEW) (?:\w+\.)?(\w+)/g;
  return new Set([...statements.matchAll(created)].map(([, name = '']) => name));
}
