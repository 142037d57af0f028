/** A running camera. */
export interface Camera {
  readonly video: HTMLVideoElement;
  /** The picture of this moment. */
  grab(): Promise<ImageBitmap>;
  stop(): void;
}

/** Asks for the camera and starts it. */
export async function openCamera(): Promise<Camera> {
  const devices = navigator.mediaDevices as MediaDevices | undefined; // missing on pages without https
  if (devices === undefined) throw new Error("The camera needs a page of https, or of localhost.");
  const stream = await devices.getUserMedia({ video: { width: { ideal: 480 }, facingMode: "environment" } });
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  video.setAttribute("aria-label", "The camera's picture");
  await video.play();
  return {
    video,
    grab: () => createImageBitmap(video),
    stop() {
      for (const track of stream.getTracks()) track.stop();
      video.remove();
    },
  };
}
