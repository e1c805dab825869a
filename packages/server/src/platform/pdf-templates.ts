import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { HeadCell } from './table-head.ts';

/**
 * What the templates in `packages/server/templates` expect. All values are sentences or words ready to be read: dates as
 * YYYY-MM-DD, codes already turned into their words, identity numbers masked or whole as the caller decided.
 */
export interface PdfDataByTemplate {
  certificate: CertificateData;
  'person-card': PersonCardData;
  'household-card': HouseholdCardData;
  'monthly-report': MonthlyReportData;
  'report-form': ReportFormData;
  ledger: LedgerData;
  'analysis-sheet': AnalysisSheetData;
  volume: VolumeData;
  cards: CardsData;
}
export type PdfTemplate = keyof PdfDataByTemplate;

export interface PrintedDocument {
  /** Of whom it is printed for: page foot, heads and places to sign that the template writes. */
  language: Language;
  /** At the foot of every page: when and by whom it was printed. */
  printedOn: string;
  printedBy: string;
  /** Office that printed it. */
  office: string;
  /** Demo data say so across every page. */
  demo?: boolean;
}

export interface LabelledValue {
  label: string;
  value: string;
  /** Takes the whole width, for addresses. */
  wide?: boolean;
}

/** 就业创业证: an official booklet, Chinese with English beside its labels for everybody. */
export interface CertificateData extends PrintedDocument {
  number: string;
  name: string;
  sex: string;
  birthOn: string;
  citizenId: string;
  /** 户口性质 and 常住地址: the register knows where she lives, not where her household is registered. */
  hukouKind: string;
  address: string;
  education?: string;
  issuedOn: string;
  issuer: string;
  /** 补发 and its date, when this is not the first copy. */
  reissue?: string;
  /** 作废: printed across the pages. */
  voided?: boolean;
  registrations: { on: string; kind: string; content: string; office: string; handledBy: string }[];
  /** 就业援助对象认定 and similar; an own table when there are any. */
  recognitions?: { on: string; kind: string; content: string; office: string; handledBy: string }[];
  verification: { code: string; url: string; qrSvg: string };
}

/** 一人一卡. */
export interface PersonCardData extends PrintedDocument, PersonCard {}

export interface PersonCard {
  number?: string;
  name: string;
  community: string;
  /** Present state in a few words, the first one is printed large: 登记失业 8 个月. */
  status: string[];
  fields: LabelledValue[];
  household?: {
    number?: string;
    address: string;
    members: { relation: string; name: string; sex: string; age: string; status: string }[];
  };
  timeline: { on: string; kind: string; content: string; by: string }[];
  duties: { dueOn: string; content: string; overdue: boolean }[];
  notes?: string[];
}

/** 一户一卡. */
export interface HouseholdCardData extends PrintedDocument, HouseholdCard {}

export interface HouseholdCard {
  number: string;
  head: string;
  community: string;
  address: string;
  status: string[];
  fields: LabelledValue[];
  members: {
    name: string;
    relation: string;
    sex: string;
    birthOn: string;
    citizenId: string;
    education: string;
    status: string;
    /** 就业单位或求职意向. */
    detail: string;
  }[];
  visits: { on: string; content: string; by: string }[];
  notes?: string[];
}

interface SignedSheet extends PrintedDocument {
  title: string;
  /** 填报单位. */
  reporter: string;
  /** 2026 年 10 月, or a day. */
  period: string;
  /** 单位：人. */
  unit?: string;
  notes?: string[];
  preparedBy?: string;
  reviewedBy?: string;
}

/** 就业失业月报 and any other form of rows and columns. */
export interface MonthlyReportData extends SignedSheet {
  /** 表号, 制表机关 and the like, one a line at the upper right. */
  formLines?: string[];
  /** Draft, submitted, accepted, closed: with who and when. */
  state?: string;
  /** 负责人. */
  responsible?: string;
  reportedOn?: string;
  /** From headCells(); the first column is the one of the row labels. */
  head: { cells: HeadCell[]; rows: number; columns: number };
  /** Of the cells after the label; numbers to the right without it. */
  aligns?: ('left' | 'center' | 'right')[];
  /** Share of the width for each column; the label column first. */
  widths: number[];
  rows: {
    label: string;
    /** 0 is a main row, 1 其中, 2 below that. */
    level: number;
    cells: string[];
    emphasis?: boolean;
  }[];
}

/** Any report form: labels with unit and row number beside columns of numbers, which may go on over several pages. */
export interface ReportFormData extends PrintedDocument {
  title: string;
  /** 填报单位：…, with its label. */
  reporter: string;
  period: string;
  /** 表号, 制定机关: one a line at the upper right. */
  formLines: string[];
  state: string;
  paper: 'a4' | 'a3';
  rows: { label: string; level: number; emphasis: boolean; unit: string; number: string; manual: boolean }[];
  /** Columns of one run of pages: head from headCells() over label, unit and number too, cells by row. */
  parts: {
    head: { cells: HeadCell[]; rows: number; columns: number };
    columns: number;
    rows: { cells: string[] }[];
  }[];
  narrative: { label: string; text: string } | null;
  notes: string[];
  /** Places to sign, with their labels. */
  signs: string[];
}

/** 月度分析: figures and text, section by section. */
export interface AnalysisSheetData extends PrintedDocument {
  title: string;
  facts: LabelledValue[];
  sections: { title: string; head: string[]; rows: string[][]; text: string }[];
  remarksTitle: string;
  remarks: { on: string; by: string; text: string }[];
  digest?: string;
}

interface Listing {
  columns: { header: string; width: number; align?: 'left' | 'center' | 'right' }[];
  rows: string[][];
  totals?: string[];
}

/** 台账: any list, and others that belong to it under headings of their own. */
export interface LedgerData extends SignedSheet, Listing {
  /** Filter in words: 状态 登记失业；性别 女. */
  filter?: string;
  /** Default landscape. */
  orientation?: 'portrait' | 'landscape';
  /** Default a4. */
  paper?: 'a4' | 'a3';
  /** Size of letters where the columns were fitted to it, in points; their widths are points then. */
  size?: number;
  /** Over the first list, where more follow. */
  heading?: string;
  more?: (Listing & { heading: string })[];
}

/** A table whose columns were fitted to its letters, see fit-columns.ts. */
interface FittedTable {
  size: number;
  columns: { header: string; width: number; align: 'left' | 'right' }[];
  rows: string[][];
}

/** 一街一册: a cover, the contents, the summary, then the ledgers of each community. */
export interface VolumeData extends PrintedDocument {
  title: string;
  /** Of which street, and its path. */
  area: string;
  place: string;
  period: string;
  madeOn: string;
  /** In several tables where one would be too wide. */
  summary: (FittedTable & { totals: string[][] })[];
  /** Whether parts and whole agree, who has moved, what was absorbed. */
  notes: string[];
  agrees: boolean;
  parts: { name: string; lists: (FittedTable & { title: string; note: string })[] }[];
}

/** Many cards in one document. */
export type CardsData = PrintedDocument & { title: string } & (
    | { kind: 'resident'; cards: PersonCard[] }
    | { kind: 'household'; cards: HouseholdCard[] }
  );
