/** For mails with which nothing goes: without a logo, and to send a receipt fails the test. */
export const withoutReceipts = {
  readLogo: () => Promise.resolve(null),
  encloseReceipt: () => Promise.reject(new Error('no receipt was expected')),
  encloseReminder: () => Promise.reject(new Error('no reminder was expected')),
  chooseLanguage: () => 'en',
  fileStore: { get: () => Promise.reject(new Error('no file was expected')) },
}
