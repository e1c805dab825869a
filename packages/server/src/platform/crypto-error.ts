export type CryptoErrorCode =
  | 'crypto-key-file-invalid'
  | 'crypto-key-file-missing'
  | 'crypto-key-file-readable-by-others'
  | 'crypto-key-unknown'
  | 'crypto-value-malformed'
  | 'crypto-value-tampered';

export class CryptoError extends Error {
  readonly code: CryptoErrorCode;
  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.name = 'CryptoError';
    this.code = code;
  }
}
