/** YouTube's IFrame player, asked for only when something is played. */

const PATIENCE = 15000;

/** Why a video cannot be played, by the player's error codes. */
const REASONS = {
  2: "not a valid video",
  5: "does not play in this browser",
  100: "removed or private",
  101: "not allowed outside YouTube",
  150: "not allowed outside YouTube",
};

export const reasonOf = (code) => REASONS[code] ?? `YouTube's error ${code}`;

let api = null;

function loadApi(address) {
  api ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      script.remove();
      api = null;
      reject(new Error("YouTube's player could not be loaded"));
    };
    const timer = setTimeout(fail, PATIENCE);
    window.onYouTubeIframeAPIReady = () => {
      clearTimeout(timer);
      resolve(window.YT);
    };
    script.src = address;
    script.onerror = () => {
      clearTimeout(timer);
      fail();
    };
    document.head.append(script);
  });
  return api;
}

function frameFor(embed, video) {
  const frame = document.createElement("iframe");
  const options = new URLSearchParams({
    enablejsapi: "1",
    autoplay: "1",
    playsinline: "1",
    rel: "0",
    origin: location.origin,
  });
  frame.id = "youtube";
  frame.title = "YouTube video player";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.src = `${embed}${video}?${options}`;
  return frame;
}

/**
 * A player in `place` that starts with `video`.
 * `on` has ended(), playing(), paused() and failed(code).
 */
export async function openPlayer(place, { api: address, embed }, video, on) {
  const YT = await loadApi(address);
  const frame = frameFor(embed, video);
  place.replaceChildren(frame);
  return new Promise((resolve) => {
    const player = new YT.Player(frame, {
      events: {
        onReady: () => {
          player.playVideo();
          resolve(player);
        },
        onStateChange: ({ data }) => {
          if (data === 0) on.ended();
          if (data === 1) on.playing();
          if (data === 2) on.paused();
        },
        onError: ({ data }) => on.failed(data),
      },
    });
  });
}
