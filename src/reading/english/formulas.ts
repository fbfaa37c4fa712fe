/** What public posts and talk are made of, whatever they are about, beside the words of operations: none of it names a thing. */
export const FORMULAS: ReadonlySet<string> = new Set(
  [
    "site sites website websites page pages service services system systems platform product application applications function functions functionality",
    "problem problems question thing things stuff something anything nothing everything kind sort part parts area areas case cases way ways list name names type",
    "experience experiences experiencing access accessing available availability able unable aware affect affects affecting affected cause causing connect connecting connection",
    "currently recently still again already soon always never ever maybe really quite much many only every other others another different same first second next past whole widely early late",
    "today tonight tomorrow morning minute minutes hour hours second seconds day days time times week weeks moment while when where here there back away",
    "apologies apologise apologize inconvenience patience details detail information info further additional possible necessary important public",
    "working work used uses using want wants need needs needed make makes making made give gives given gave come comes coming came goes going went gets getting have having does doing done like likes look looks looking seem seems",
    "good great long short high higher highest lower large small number numbers amount lots couple bits people person team teams",
    "without within with under above below against through because however although",
  ]
    .join(" ")
    .split(" "),
);
