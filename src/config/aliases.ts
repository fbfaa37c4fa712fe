import { type Document, isAlias, isNode, type Node, visit } from "yaml";

/** What is wrong with an alias, and where its text begins. */
export interface AliasProblem {
  readonly offset: number;
  readonly what: string;
  readonly remedy: string;
}

/**
 * The aliases of a document that stand for nothing, or for what they stand in. Their names are not told: whoever forgot the quotes of a
 * secret that begins with `*` wrote one.
 */
export function checkAliases(document: Document): AliasProblem[] {
  const problems: AliasProblem[] = [];
  const anchored = new Map<string, Node>();
  visit(document, {
    Node(_key, node, around) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
        return;
      }
      const offset = node.range?.[0] ?? 0;
      const meant = anchored.get(node.source);
      if (!meant) {
        const what = "this is an alias of nothing: what begins with * and has no quotes is read as one";
        problems.push({ offset, what, remedy: "Put the text in quotes" });
      } else if (around.includes(meant)) {
        problems.push({ offset, what: "this is an alias of what it stands in", remedy: "Write out what is meant" });
      }
    },
  });
  return problems;
}

/** The place of the first alias. */
export function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
      return visit.BREAK;
    },
  });
  return offset;
}
