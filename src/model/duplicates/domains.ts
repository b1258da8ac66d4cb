/** Mail and web hosts that many people and firms share: having one in common says nothing. */
const SHARED = new Set(
  `163.com 126.com aol.com att.net bigpond.com blogspot.com bluewin.ch bol.com.br btinternet.com comcast.net daum.net
  etsy.com facebook.com fastmail.com free.fr freenet.de github.io gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net google.com
  googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it icloud.com instagram.com
  laposte.net libero.it linkedin.com linktr.ee live.co.uk live.com live.fr live.nl mac.com mail.com mail.ru mailbox.org me.com
  medium.com msn.com myshopify.com naver.com notion.site o2.pl onet.pl orange.fr outlook.com outlook.de outlook.es
  outlook.fr pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com seznam.cz sfr.fr sky.com squarespace.com
  t-online.de telenet.be terra.com.br tuta.com tutanota.com twitter.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de
  webflow.io wixsite.com wordpress.com wp.pl x.com xs4all.nl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com
  yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com youtube.com zoho.com`.split(/\s+/),
);

/** `acme.co.uk` of `shop.acme.co.uk`, `acme.com` of `www.acme.com`: the part that somebody owns. */
const owned = (host: string): string => {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const last = labels.at(-1) ?? '';
  const isCountry = last.length === 2 && /^(co|com|org|net|ac|gov|edu|or|ne|gob|go)$/.test(labels.at(-2) ?? '');
  return labels.slice(isCountry ? -3 : -2).join('.');
};

const unlessShared = (host: string): string | null => {
  const domain = owned(host);
  return domain.includes('.') && !SHARED.has(domain) ? domain : null;
};

/** The domain of an e-mail address; null where it is one that everybody can have. */
export function domainOfEmail(email: string): string | null {
  return unlessShared(email.slice(email.lastIndexOf('@') + 1));
}

/** The domain of a web address; null where it is a page on a site that many share. */
export function domainOfUrl(url: string): string | null {
  return URL.canParse(url) ? unlessShared(new URL(url).hostname) : null;
}
