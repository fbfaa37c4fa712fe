/** A pattern of whole words, case ignored: each line of the template holds a wording, or several between bars. What is put in is a pattern as well. */
export function phrases({ raw }: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  const wordings = String.raw({ raw }, ...parts)
    .trim()
    .split(/\s*\n\s*/);
  return new RegExp(`\\b(?:${wordings.join("|")})\\b`, "i");
}
