/** A habit of writing that readers have to translate, and what to write instead. */
export interface Phrase {
  readonly pattern: RegExp;
  readonly instead: string;
}

const THING =
  "(row|element|batch|record|epoch|step|image|stage|file|line|pixel|channel|thread|replica|layer|call|example|key|class|worker|byte|entry|run|sample)";

/** After these words, "where" asks for a place. */
const PLACE =
  "(places?|positions?|points?|folders?|files?|lines?|index|addresses|offsets?|know|knows|see|shows?|says?|from|and|exactly|of|to|remembers?)";

/** Phrases that stand in no comment, message, test name or page. */
export const PHRASES: readonly Phrase[] = [
  { pattern: new RegExp(`(?<!\\b${PLACE} )\\bwhere\\b`, "gi"), instead: "if, when" },
  { pattern: /\b(gives?|gave|given|giving)\b/gi, instead: "returns, passes, yields" },
  { pattern: /\b(tells?|told|telling)\b/gi, instead: "reports, says, delivers, logs" },
  { pattern: /\banew\b/gi, instead: "again, new" },
  { pattern: /\bat once\b/gi, instead: "immediately, synchronously, together" },
  { pattern: /\bbehind\b/gi, instead: "after" },
  { pattern: /\bway (back|forth|forward|there)\b/gi, instead: "backward pass, forward pass" },
  { pattern: /(?<=^|[.!:]\s+)What (?![^.]*\?)[a-z]/g, instead: "start with the subject" },
  {
    pattern: /\bwhat (is|was|are|were|comes?|came|stands?|has|holds?)\b[^.;:?]*\b(is|are|was|were)\b/gi,
    instead: "start with the subject",
  },
  { pattern: /\b(is|are|was|were) none\b/gi, instead: "is not a …" },
  {
    pattern: /\b(it|that|this|which|they|who) (is|are|was|were) no (?!longer|more|less)\w+/gi,
    instead: "is not a …",
  },
  { pattern: /\bas many\b(?![^.,;]* as\b)/gi, instead: "the same number of" },
  { pattern: /\b(whoever|whatever)\b/gi, instead: "the caller, any" },
  { pattern: /\b(alike|lest|hence|whence|whereby|thereof|therein|upon)\b/gi, instead: "plain words" },
  {
    pattern: new RegExp(
      `\\b(one|two|three|once|twice|bytes?|numbers?|values?|promises?|times?|seconds?|ms|calls?|copy|copies|MB|kB|\\d+) an? ${THING}\\b`,
      "gi",
    ),
    instead: "per",
  },
  {
    pattern: /\b(under way|of late|goes on|going on|lets? pass|looks? on|lets? go)\b/gi,
    instead: "in flight, recent, continues",
  },
  { pattern: /\b(is|are|be|was|were|been) said\b|\bsaid of\b/gi, instead: "is reported, is named" },
  { pattern: /\bin the place of\b/gi, instead: "instead of" },
  { pattern: /\b(comes?|came) of\b/gi, instead: "happens to, results from" },
  { pattern: /\b(stands?|stood)\b(?! for\b|-| out\b| in\b)/gi, instead: "is, are" },
  { pattern: /\b(hands?|handed|handing) (on|over|out|in)\b/gi, instead: "passes" },
  { pattern: /\b(walks?|walked|walking) (over|through|along)\b/gi, instead: "iterates over, visits" },
  {
    pattern: /\b(taught|lessons?|crews?|workshops?|misfits?|tally|tallies|ghosts?)\b/gi,
    instead: "the field's word",
  },
];
