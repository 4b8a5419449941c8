import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // The page carries its styles, lengths of bars included, and its script inside itself.
    "no-inline-style": "off",
    "require-sri": "off",
    "long-title": "off",
    // Scrolling tables must be reachable by keyboard.
    "no-redundant-role": "error",
  },
});

/** Mail needs what the web has left behind: align, conditional comments for Outlook, self-closing images. */
export const mailValidator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: Object.fromEntries(
    [
      ...[
        "no-inline-style",
        "long-title",
        "doctype-style",
        "void-style",
        "no-conditional-comment",
        "no-deprecated-attr",
      ],
      ...["prefer-native-element", "prefer-tbody"],
    ].map((rule) => [rule, "off"]),
  ),
});

/** What a validator says against a page, one line each. */
export const complaints = async (html: string, by = validator): Promise<string[]> => {
  const { results } = await by.validateString(html);
  return results.flatMap((result) =>
    result.messages.map((message) => `${message.line}: ${message.ruleId}: ${message.message}`),
  );
};
