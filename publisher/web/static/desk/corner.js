// The share corner: the telephone's own share sheet, and the clipboard.
const tell = (article, text) => {
  const place = article.querySelector(".told");
  place.textContent = text;
  place.hidden = false;
};

const copy = async (article, text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard: the words are chosen, so that one touch copies them.
    const range = document.createRange();
    range.selectNodeContents(article.querySelector(".caption"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.execCommand("copy");
  }
};

for (const article of document.querySelectorAll("article")) {
  const caption = article.querySelector(".caption").textContent;
  article.querySelector("[data-copy]").addEventListener("click", async () => {
    tell(article, (await copy(article, caption)) ? "Đã chép lời." : "Lời đã được bôi đen; nhấn giữ rồi chọn Sao chép.");
  });
  article.querySelector("[data-zalo]").addEventListener("click", async (event) => {
    const address = event.currentTarget.dataset.address;
    if (navigator.share) {
      try { await navigator.share({ text: caption, url: address }); } catch { /* the person closed the sheet */ }
      return;
    }
    // Zalo documents no share address for the web: the words go along in the clipboard.
    await copy(article, `${caption}\n${address}`);
    tell(article, "Đã chép lời và đường dẫn; dán vào Zalo.");
    open("https://chat.zalo.me/", "_blank", "noopener");
  });
  const share = article.querySelector("[data-share]");
  if (!navigator.share) continue;
  share.hidden = false;
  share.addEventListener("click", async () => {
    const sent = { title: share.dataset.title, text: caption, url: share.dataset.address };
    try {
      const address = share.dataset.picture0;
      if (address) {
        const file = new File([await (await fetch(address)).blob()], "cong-doan.jpg", { type: "image/jpeg" });
        if (navigator.canShare?.({ files: [file] })) sent.files = [file];
      }
      await navigator.share(sent);
    } catch (error) {
      if (error.name !== "AbortError") tell(article, "Máy này chưa chia sẻ được; tải ảnh và chép lời nhé.");
    }
  });
}
