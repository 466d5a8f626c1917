// The part of YouTube's IFrame API that a page uses, without YouTube. See youtube.py.
(() => {
  const settings = () => (/* settings */);

  class Player {
    constructor(frame, { events }) {
      this.frame = frame;
      this.events = events;
      this.timer = null;
      this.state = -1;
      this.video = new URL(frame.src).pathname.split("/").pop();
      window.played = window.played ?? [];
      setTimeout(() => events.onReady?.({ target: this }), 20);
    }
    loadVideoById(video) {
      this.video = video;
      this.start();
    }
    playVideo() {
      if (this.state === 2) this.turn(1);
      else this.start();
    }
    pauseVideo() {
      clearTimeout(this.timer);
      this.turn(2);
    }
    start() {
      clearTimeout(this.timer);
      const { broken, seconds } = settings();
      window.played.push(this.video);
      this.timer = setTimeout(() => {
        if (this.video in broken) {
          this.events.onError?.({ target: this, data: broken[this.video] });
          return;
        }
        this.turn(1);
        this.timer = setTimeout(() => this.turn(0), seconds * 1000);
      }, 20);
    }
    turn(state) {
      this.state = state;
      this.events.onStateChange?.({ target: this, data: state });
    }
    getIframe() {
      return this.frame;
    }
  }

  window.YT = { Player, PlayerState: { ENDED: 0, PLAYING: 1, PAUSED: 2 } };
  setTimeout(() => window.onYouTubeIframeAPIReady?.(), 0);
})();
