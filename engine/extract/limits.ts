/**
 * How far a container is followed. A delivery beyond one of these is refused with a message that says so; none of them is
 * reached by what a spreadsheet or a zip program writes of real extracts.
 */

/** Members of one archive: all categories of all departments for fifty months. */
export const MOST_MEMBERS = 10_000

/** Bytes of an archive's directory: that many members with long names. */
export const DIRECTORY_BYTES = 8 << 20

/** Archives inside archives: a department zips what its offices zipped. */
export const DEEPEST_ARCHIVE = 2

/** Bytes an archive may unpack to in all, its inner archives included: eight times the largest delivery that is measured. */
export const UNPACKED_BYTES = 16 * 2 ** 30

/** How many times its packed size a member may grow to. Real tables stay under 60; a bomb of deflate reaches 1,032. */
export const MOST_RATIO = 250

/** Below this size the ratio says nothing and hurts nobody. */
export const RATIO_FROM_BYTES = 8 << 20

/** Bytes of a member that has to be unpacked whole, as a workbook inside an archive. */
export const WHOLE_MEMBER_BYTES = 512 << 20

/** Bytes of a part of a workbook that is read whole: its list of sheets, its styles. */
export const WHOLE_PART_BYTES = 16 << 20

/** Longest tag, comment or character section of a part. */
export const TAG_BYTES = 1 << 20

/** Columns of a sheet (ECMA-376). */
export const MOST_COLUMNS = 16_384

/** Blank cells written for those a sheet leaves out, and bytes for cells that repeat another: a full sheet of 256 columns. */
export const MOST_BLANKS = 2 ** 28

/** Shared strings of a workbook and their bytes: thirty-two columns of a full sheet without a repeat. */
export const MOST_STRINGS = 2 ** 25
export const STRING_BYTES = 384 << 20

/** How many times the bytes of its part a sheet may grow to by texts it refers to, from this size on. Real sheets shrink. */
export const MOST_GROWTH = 50
export const GROWTH_FROM_BYTES = 256 << 20

/** Rows at the top of a sheet in which merged cells can be headings. */
export const HEADING_AREA = 20

/** Bytes of a sheet's list of merged cells that are looked through. */
export const MERGE_BYTES = 4 << 20

/** Bytes of an old workbook, which is read whole: full sheets of thirty columns. Its cells take up twenty times as much. */
export const OLD_BOOK_BYTES = 40 << 20

/** Bytes of a table saved as a page or as XML, which is read whole. */
export const MARKUP_BYTES = 64 << 20

/** Values of a row group of a Parquet file that are held at a time, and the bytes of its columns and of one page. */
export const PARQUET_STEP_ROWS = 1 << 16
export const PARQUET_GROUP_BYTES = 256 << 20
export const PARQUET_PAGE_BYTES = 128 << 20
export const PARQUET_PAGE_VALUES = 1 << 24
