/* A passkey is asked of the device before its form is sent: the server says what to ask, and what the device answers
   goes into the form. Without script, or in a browser that knows no passkeys, the form is not shown. */
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function made(asked) {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: ids(asked.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  return told(key, { attestationObject: text(key.response.attestationObject) });
}

async function used(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: ids(asked.allowCredentials) };
  const key = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = key.response;
  return told(key, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const told = (key, response) =>
  JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: {},
    response: { clientDataJSON: text(key.response.clientDataJSON), ...response },
  });

const PROBLEMS = {
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys work only at the usual address of this site.",
};

async function send(form) {
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
    const asked = await answer.json().catch(() => ({ problem: "Wait a while, then try again." }));
    if (!answer.ok) throw new Error(asked.problem);
    form.elements.told.value = await (form.dataset.passkey === "new" ? made(asked) : used(asked));
    form.submit();
  } catch (problem) {
    const ours = problem instanceof DOMException ? PROBLEMS[problem.name] : problem.message;
    said.textContent = ours ?? "Nothing was done. Try again, or use another way.";
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  document.querySelectorAll("[data-no-passkey]").forEach((words) => (words.hidden = true));
}
