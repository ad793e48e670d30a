// Puts still parts of a dashboard into the page: text that came as HTML in an attribute, written and escaped by the server.
(() => {
  const NAME = "data-still";
  const put = element => {
    const text = element.getAttribute(NAME);
    if (text === null) return;
    element.innerHTML = text;
    element.removeAttribute(NAME);
  };
  const look = node => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    put(node);
    node.querySelectorAll(`[${NAME}]`).forEach(put);
  };
  new MutationObserver(changes => changes.forEach(change => {
    if (change.type === "attributes") put(change.target);
    else change.addedNodes.forEach(look);
  })).observe(document.documentElement, {subtree: true, childList: true, attributes: true, attributeFilter: [NAME]});
})();
